//! .NET's format specifiers for integers, as far as the server's culture cannot change the result.
//!
//! Source: <https://learn.microsoft.com/dotnet/standard/base-types/standard-numeric-format-strings>. The example of the
//! string page (`N0` gives `8,175,133`) fits the invariant culture and en-US; where the two differ (currency, percent,
//! decimals not stated) nothing is implemented. Custom formats are limited to zeros, such as `000`.

use super::{Result, not_implemented};

/// `value` in `format`, which is what follows the colon of a format item.
pub(super) fn format_int(value: i64, format: &str) -> Result<String> {
    if format.is_empty() {
        return Ok(value.to_string());
    }
    let odd = || not_implemented(format!("number format `{format}`"));
    if format.len() <= 99 && format.bytes().all(|b| b == b'0') {
        return Ok(zero_padded(value, format.len()));
    }

    let mut chars = format.chars();
    let specifier = chars.next().unwrap_or_default();
    let digits = chars.as_str();
    if digits.len() > 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return odd();
    }
    let precision: Option<usize> = digits.parse().ok();
    match (specifier, precision) {
        ('D' | 'd', _) => Ok(zero_padded(value, precision.unwrap_or(0))),
        ('G' | 'g', None | Some(0)) => Ok(value.to_string()),
        ('X', _) => Ok(format!("{value:0width$X}", width = precision.unwrap_or(0))),
        ('x', _) => Ok(format!("{value:0width$x}", width = precision.unwrap_or(0))),
        ('N' | 'n', Some(decimals)) => Ok(with_decimals(grouped(value), decimals)),
        ('F' | 'f', Some(decimals)) => Ok(with_decimals(value.to_string(), decimals)),
        _ => odd(),
    }
}

/// The sign does not count towards the width.
fn zero_padded(value: i64, width: usize) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{:0width$}", value.unsigned_abs())
}

fn grouped(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::from(if value < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn with_decimals(mut text: String, decimals: usize) -> String {
    if decimals > 0 {
        text.push('.');
        text.extend(std::iter::repeat_n('0', decimals));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        const DOTNET: &str = ".NET page of standard numeric formats";
        #[rustfmt::skip]
        let table = [
            (8_175_133, "N0", "8,175,133", "string page"),
            (1234, "D", "1234", DOTNET),
            (-1234, "D6", "-001234", DOTNET),
            (-1234, "N3", "-1,234.000", DOTNET),
            (-1234, "F4", "-1234.0000", DOTNET),
            (1234, "F1", "1234.0", DOTNET),
            (255, "X", "FF", DOTNET),
            (-1, "x", "ffffffffffffffff", DOTNET),
            (255, "x4", "00ff", DOTNET),
            (123_456, "G", "123456", DOTNET),
            (5, "000", "005", ".NET page of custom numeric formats"),
            (-5, "00", "-05", ".NET page of custom numeric formats"),
            (1234, "00", "1234", ".NET page of custom numeric formats"),
            (999, "N0", "999", DOTNET),
            (1000, "N0", "1,000", DOTNET),
            (i64::MIN, "N0", "-9,223,372,036,854,775,808", DOTNET),
            (0, "", "0", DOTNET),
        ];
        for (value, format, expected, source) in table {
            assert_eq!(format_int(value, format).as_deref(), Ok(expected), "{value} {format}: {source}");
        }
    }

    #[test]
    fn does_not_guess() {
        for format in ["C0", "P0", "N", "F", "E2", "R", "G3", "#,##0", "0.0", "Q", "D100", "N-1", "é"] {
            assert!(format_int(1, format).is_err(), "{format}");
        }
    }
}
