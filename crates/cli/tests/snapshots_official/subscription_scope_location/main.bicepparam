using './main.bicep'

param groupName = 'rg-case'
