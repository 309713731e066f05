// An object parameter with a property `reference` is no Key Vault reference.

param first object
param second object

output first object = first
output second object = second
