//! .NET's date formats in the invariant culture, for times in UTC.
//!
//! Sources: <https://learn.microsoft.com/dotnet/standard/base-types/standard-date-and-time-format-strings> and
//! `…/custom-date-and-time-format-strings`. That the culture is the invariant one shows in the date page: `d` gives
//! `03/05/2019`.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::{LITERAL_LIMIT, Result, not_implemented, refused};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
#[rustfmt::skip]
const MONTHS: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// The letters that a custom format repeats. `K` stands alone; every other character stands for itself.
const SPECIFIERS: &str = "dMyhHmstfFzg";

/// Far beyond any use, and within what can be padded.
const LONGEST_RUN: usize = 99;

/// The patterns of the standard formats.
#[rustfmt::skip]
const STANDARD: &[(&str, &str)] = &[
    ("d", "MM/dd/yyyy"),
    ("D", "dddd, dd MMMM yyyy"),
    ("f", "dddd, dd MMMM yyyy HH:mm"),
    ("F", "dddd, dd MMMM yyyy HH:mm:ss"),
    ("g", "MM/dd/yyyy HH:mm"),
    ("G", "MM/dd/yyyy HH:mm:ss"),
    ("m", "MMMM dd"),
    ("M", "MMMM dd"),
    ("o", "yyyy-MM-ddTHH:mm:ss.fffffffK"),
    ("O", "yyyy-MM-ddTHH:mm:ss.fffffffK"),
    ("r", "ddd, dd MMM yyyy HH:mm:ss 'GMT'"),
    ("R", "ddd, dd MMM yyyy HH:mm:ss 'GMT'"),
    ("s", "yyyy-MM-ddTHH:mm:ss"),
    ("t", "HH:mm"),
    ("T", "HH:mm:ss"),
    ("u", "yyyy-MM-dd HH:mm:ss'Z'"),
    ("U", "dddd, dd MMMM yyyy HH:mm:ss"),
    ("y", "yyyy MMMM"),
    ("Y", "yyyy MMMM"),
];

/// `instant` in a standard format, if `format` is one character, else in a custom one.
pub(super) fn format_utc(instant: Timestamp, format: &str) -> Result<String> {
    let time = Offset::UTC.to_datetime(instant);
    if let Some((_, pattern)) = STANDARD.iter().find(|(name, _)| *name == format) {
        return custom(time, pattern);
    }
    match format.chars().count() {
        0 => not_implemented("an empty date format"),
        1 => refused(format!("`{format}` is not a date format")),
        _ => custom(time, format),
    }
}

fn custom(time: DateTime, pattern: &str) -> Result<String> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let after_char = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '\'' | '"' => {
                let Some((literal, after)) = after_char.split_once(c) else {
                    return refused(format!("the date format `{pattern}` has an open quote"));
                };
                if literal.contains('\\') {
                    return not_implemented("a backslash inside quotes of a date format");
                }
                out.push_str(literal);
                rest = after;
            }
            '\\' => {
                let Some(escaped) = after_char.chars().next() else {
                    return refused(format!("the date format `{pattern}` ends in a backslash"));
                };
                out.push(escaped);
                rest = after_char.get(escaped.len_utf8()..).unwrap_or_default();
            }
            '%' => match after_char.chars().next() {
                None | Some('%') => return refused(format!("the date format `{pattern}` has a stray `%`")),
                Some(_) => rest = after_char,
            },
            'K' => {
                out.push('Z');
                rest = after_char;
            }
            _ if SPECIFIERS.contains(c) => {
                let run = rest.chars().take(LONGEST_RUN + 1).take_while(|&next| next == c).count();
                if run > LONGEST_RUN {
                    return not_implemented("a very long run in a date format");
                }
                push_specifier(&mut out, time, c, run)?;
                rest = rest.get(run..).unwrap_or_default();
            }
            _ => {
                out.push(c);
                rest = after_char;
            }
        }
        if out.len() > LITERAL_LIMIT {
            return refused("the date is too long");
        }
    }
    Ok(out)
}

/// Writes the specifier `c` repeated `run` times.
fn push_specifier(out: &mut String, time: DateTime, c: char, run: usize) -> Result<()> {
    let text = match c {
        'd' => match run {
            1 | 2 => padded(time.day(), run),
            _ => name(&DAYS, time.weekday().to_monday_zero_offset(), run),
        },
        'M' => match run {
            1 | 2 => padded(time.month(), run),
            _ => name(&MONTHS, time.month() - 1, run),
        },
        'y' if run <= 2 => padded(time.year() % 100, run),
        'y' => padded(time.year(), run),
        'h' => padded((time.hour() + 11) % 12 + 1, run.min(2)),
        'H' => padded(time.hour(), run.min(2)),
        'm' => padded(time.minute(), run.min(2)),
        's' => padded(time.second(), run.min(2)),
        't' => {
            let designator = if time.hour() < 12 { "AM" } else { "PM" };
            designator.get(..run.min(2)).unwrap_or_default().to_owned()
        }
        'f' | 'F' if run > 7 => return refused("a date format has more than seven digits of a second"),
        'f' => fraction(time, run),
        'F' => fraction(time, run).trim_end_matches('0').to_owned(),
        'z' => match run {
            1 => "+0".to_owned(),
            2 => "+00".to_owned(),
            _ => "+00:00".to_owned(),
        },
        _ => "A.D.".to_owned(),
    };
    // .NET drops a point that would stand before no digits of `F`.
    if c == 'F' && text.is_empty() && out.ends_with('.') {
        out.pop();
    }
    out.push_str(&text);
    Ok(())
}

fn padded(value: impl Into<i64>, width: usize) -> String {
    format!("{:0width$}", value.into())
}

/// Three letters for a run of three, else all.
fn name(names: &[&str], index: i8, run: usize) -> String {
    let name = usize::try_from(index).ok().and_then(|index| names.get(index)).copied().unwrap_or_default();
    if run == 3 { name.get(..3).unwrap_or(name).to_owned() } else { name.to_owned() }
}

fn fraction(time: DateTime, digits: usize) -> String {
    format!("{:09}", time.subsec_nanosecond()).get(..digits).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::PureError;
    use super::*;

    /// 2009-06-15T13:45:30.6175425Z, the time of the examples in .NET's pages.
    fn example(format: &str) -> Result<String> {
        format_utc(Timestamp::new(1_245_073_530, 617_542_500).unwrap(), format)
    }

    #[test]
    fn known_answers() {
        #[rustfmt::skip]
        let table = [
            ("d", "06/15/2009"), ("D", "Monday, 15 June 2009"), ("f", "Monday, 15 June 2009 13:45"), ("F", "Monday, 15 June 2009 13:45:30"),
            ("g", "06/15/2009 13:45"), ("G", "06/15/2009 13:45:30"), ("M", "June 15"), ("o", "2009-06-15T13:45:30.6175425Z"),
            ("R", "Mon, 15 Jun 2009 13:45:30 GMT"), ("s", "2009-06-15T13:45:30"), ("t", "13:45"), ("T", "13:45:30"),
            ("u", "2009-06-15 13:45:30Z"), ("U", "Monday, 15 June 2009 13:45:30"), ("Y", "2009 June"),
            ("%d", "15"), ("dd", "15"), ("ddd", "Mon"), ("dddd", "Monday"), ("%f", "6"), ("ff", "61"), ("fffffff", "6175425"),
            ("FFF", "617"), ("%g", "A.D."), ("%h", "1"), ("hh", "01"), ("%H", "13"), ("HH", "13"), ("%K", "Z"), ("%m", "45"), ("mm", "45"),
            ("%M", "6"), ("MM", "06"), ("MMM", "Jun"), ("MMMM", "June"), ("%s", "30"), ("ss", "30"), ("%t", "P"), ("tt", "PM"),
            ("%y", "9"), ("yy", "09"), ("yyy", "2009"), ("yyyy", "2009"), ("yyyyy", "02009"), ("%z", "+0"), ("zz", "+00"), ("zzz", "+00:00"),
            ("yyyyMMddTHHmmssZ", "20090615T134530Z"), ("yyyy'-'MM\"d\"", "2009-06d"), ("\\yy", "y9"), ("h:mm tt", "1:45 PM"), ("yyyy-MM-ddä", "2009-06-15ä"),
        ];
        for (format, expected) in table {
            assert_eq!(example(format).as_deref(), Ok(expected), "{format}");
        }
    }

    #[test]
    fn optional_fractions_vanish() {
        let whole = |format| format_utc(Timestamp::new(1_245_073_530, 0).unwrap(), format);
        assert_eq!(whole("ss.FFF").as_deref(), Ok("30"));
        assert_eq!(whole("ss.fff").as_deref(), Ok("30.000"));
        assert_eq!(format_utc(Timestamp::from_second(0).unwrap(), "hh tt").as_deref(), Ok("12 AM"));
    }

    #[test]
    fn refuses() {
        for format in ["q", "Z", "'abc", "ab\\", "a%", "%%d", "ffffffff"] {
            assert!(matches!(example(format), Err(PureError::Refused(_))), "{format}");
        }
        for format in ["", "'a\\b'", &"y".repeat(100_000)] {
            assert!(matches!(example(format), Err(PureError::NotImplemented(_))), "{format}");
        }
    }
}
