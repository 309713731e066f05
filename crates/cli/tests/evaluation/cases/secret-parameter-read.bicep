// A parameter that comes from a vault cannot be read in the parameters file.

param secret string
param record object
