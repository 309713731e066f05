// Values from outside, converted and combined in the parameters file.

param count int
param link string
param combined string
param parsed object
param flag bool
param viaVariable int
param typed shape
param viaParameter shape
param nested object

output count int = count
output link string = link
output combined string = combined
output parsed object = parsed
output flag bool = flag
output viaVariable int = viaVariable
output viaParameter shape = viaParameter
output nested object = nested

type shape = {
  side: string
  size: int
}
