using './main.bicep'

param place = 'northeurope'
