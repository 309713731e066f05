// items() orders by key, without regard to case and stable.

param input object

output keys array = [for item in items(input): item.key]
output values array = [for item in items(input): item.value]
