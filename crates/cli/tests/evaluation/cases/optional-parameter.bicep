// A parameter that may be absent is null then.

param note string?

output note string = note ?? 'no note'
