using './main.bicep'

param broken = true
