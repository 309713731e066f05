using './main.bicep'

param assignmentName = 'pa-case'
