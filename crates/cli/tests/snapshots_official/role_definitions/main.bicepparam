using './main.bicep'

param principal = '11111111-1111-1111-1111-111111111111'
