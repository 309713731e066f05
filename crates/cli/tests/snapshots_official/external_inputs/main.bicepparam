using './main.bicep'

param place = externalInput('custom.binding', '__PLACE__')
param tier = externalInput('custom.binding', '__TIER__')
