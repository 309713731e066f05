param text string

output wrapped object = {
  text: text
}
