// indexOf ignores the case of strings, contains does not; in arrays neither does.

param text string
param list array

output textLower int = indexOf(text, 'two')
output textUpper int = indexOf(text, 'TWO')
output textLast int = lastIndexOf(text, 'o')
output textAbsent int = indexOf(text, 'x')
output hasLower bool = contains(text, 'two')
output hasUpper bool = contains(text, 'TWO')
output listLower int = indexOf(list, 'two')
output listUpper int = indexOf(list, 'TWO')
output listBool int = indexOf(list, false)
output listInt int = indexOf(list, 12)
output listHasLower bool = contains(list, 'two')
output listHasUpper bool = contains(list, 'TWO')
output listHasBool bool = contains(list, false)
output listHasInt bool = contains(list, 12)
