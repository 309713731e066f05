// `[^1]` counts from the end, also behind `.?`.

param holder object

output last int = holder.inner.list[^1]
output absent int? = holder.inner.list[?^4]
output chained int? = holder.?inner.list[^2]
output chainedAbsent int? = holder.?other.list[^1]
