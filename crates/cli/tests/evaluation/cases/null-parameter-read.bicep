// A parameter set to null takes the template's default, so the parameters file cannot read it.

param id string = newGuid()
param record object
