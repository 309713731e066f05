using './main.bicep'

param note = null
