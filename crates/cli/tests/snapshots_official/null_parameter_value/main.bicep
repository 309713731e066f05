// A nullable parameter set to null, in a template without resources.

param note string?
