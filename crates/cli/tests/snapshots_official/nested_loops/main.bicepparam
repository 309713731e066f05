using './main.bicep'

param grants = []
