// Comparison, logic and coalescing.

output less bool = 8 < 9
output lessOrEquals bool = 9 <= 9
output greater bool = 8 > 9
output greaterOrEquals bool = 8 >= 9
output equals bool = 8 == 9
output differs bool = 8 != 9
output negated bool = !true
output both bool = true && false
output either bool = true || false
output coalesced int = null ?? 77
output sameText bool = 'ab' == 'AB'
output sameTextAnyCase bool = 'ab' =~ 'AB'
output otherTextAnyCase bool = 'ab' !~ 'AB'
