//! `dateTimeAdd`, `dateTimeFromEpoch`, `dateTimeToEpoch`, and the formats of `utcNow`.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use super::date_format::format_utc;
use super::{Result, not_implemented, refused};

/// What `utcNow()` writes without a format (date page).
const UTC_NOW_FORMAT: &str = "yyyyMMddTHHmmssZ";

/// What the other functions write without a format: the remarks and the epoch example of the date page.
const ISO_FORMAT: &str = "yyyy-MM-ddTHH:mm:ssZ";

/// The result of `dateTimeAdd(base, duration, format)`.
///
/// A year has 365 days and a month 30, whatever the calendar says (remarks of the date page). The same page says both
/// that the format of the base is kept and, in its remarks, that `2023-01-01 00:00:00Z` gives `2024-01-01T00:00:00Z`;
/// the remarks are followed for a base in extended form, in UTC and in whole seconds, and nothing else is answered
/// without a format.
pub fn date_time_add(base: &str, duration: &str, format: Option<&str>) -> Result<String> {
    let parsed = parse("dateTimeAdd", base)?;
    if parsed.offset.is_some_and(|offset| offset != Offset::UTC) {
        return not_implemented(format!("`dateTimeAdd` from a time outside UTC, `{base}`"));
    }
    let span = parse_duration(duration)?;
    let sum = parsed.instant().and_then(|start| start.checked_add(span).ok()).filter(in_dotnet_range);
    let Some(sum) = sum else {
        return refused(format!("`{base}` plus `{duration}` leaves the calendar"));
    };
    match format {
        Some(format) => format_utc(sum, format),
        None if parsed.extended && parsed.offset.is_some() && sum.subsec_nanosecond() == 0 => {
            format_utc(sum, ISO_FORMAT)
        }
        None => not_implemented(format!("`dateTimeAdd` from `{base}` without a format")),
    }
}

/// The result of `dateTimeFromEpoch(seconds)`.
pub fn date_time_from_epoch(seconds: i64) -> Result<String> {
    match Timestamp::from_second(seconds).ok().filter(in_dotnet_range) {
        Some(instant) => format_utc(instant, ISO_FORMAT),
        None => refused(format!("{seconds} s since 1970 leave the calendar")),
    }
}

/// The result of `dateTimeToEpoch(time)`. A fraction of a second is not implemented: no page says how it is rounded.
pub fn date_time_to_epoch(time: &str) -> Result<i64> {
    match parse("dateTimeToEpoch", time)?.instant() {
        Some(instant) if instant.subsec_nanosecond() == 0 => Ok(instant.as_second()),
        Some(_) => not_implemented("`dateTimeToEpoch` of a fraction of a second"),
        None => refused(format!("`{time}` leaves the calendar")),
    }
}

/// The result of `utcNow(format)` at `now`, which is seconds since 1970.
pub fn utc_now(now: i64, format: Option<&str>) -> Result<String> {
    match Timestamp::from_second(now).ok().filter(in_dotnet_range) {
        Some(instant) => format_utc(instant, format.unwrap_or(UTC_NOW_FORMAT)),
        None => refused(format!("{now} s since 1970 leave the calendar")),
    }
}

struct Parsed {
    civil: DateTime,
    /// Without one, the time is UTC: `utcNow('s')` writes none, and <https://github.com/Azure/bicep/issues/1532> shows
    /// it accepted.
    offset: Option<Offset>,
    /// `2023-01-01T00:00:00Z` against `20230101T000000Z`.
    extended: bool,
}

impl Parsed {
    fn instant(&self) -> Option<Timestamp> {
        self.offset.unwrap_or(Offset::UTC).to_timestamp(self.civil).ok().filter(in_dotnet_range)
    }
}

/// The forms of ISO 8601 that `utcNow` writes and that the date page and issue 1532 show: extended with `T` or a blank,
/// or basic; with a fraction, `Z`, an offset or nothing. Others may or may not be accepted.
fn parse(function: &str, text: &str) -> Result<Parsed> {
    let odd = || not_implemented(format!("`{text}` as a time for `{function}`"));
    let (stamp, zone) = match text.char_indices().skip(11).find(|(_, c)| matches!(c, 'Z' | '+' | '-')) {
        Some((position, _)) => text.split_at(position),
        None => (text, ""),
    };
    let basic = stamp.len() == 15
        && stamp.bytes().enumerate().all(|(i, b)| if i == 8 { b == b'T' } else { b.is_ascii_digit() });
    let extended = stamp.len() >= 19
        && stamp.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            10 => matches!(b, b'T' | b' '),
            13 | 16 => b == b':',
            19 => b == b'.',
            _ => b.is_ascii_digit(),
        })
        && (stamp.len() == 19 || (21..=27).contains(&stamp.len()));
    if !basic && !extended {
        return odd();
    }
    let Ok(civil) = stamp.parse::<DateTime>() else {
        return refused(format!("`{text}` is not a time"));
    };
    let offset = match zone {
        "" => None,
        "Z" => Some(Offset::UTC),
        _ => match offset_seconds(zone).and_then(|seconds| Offset::from_seconds(seconds).ok()) {
            Some(offset) => Some(offset),
            None => return odd(),
        },
    };
    Ok(Parsed { civil, offset, extended })
}

/// `+hh:mm`, at most fourteen hours as .NET allows.
fn offset_seconds(zone: &str) -> Option<i32> {
    let [sign, h1, h2, b':', m1, m2] = *zone.as_bytes() else { return None };
    let digit = |b: u8| b.is_ascii_digit().then(|| i32::from(b - b'0'));
    let minutes = (digit(h1)? * 10 + digit(h2)?) * 60 + digit(m1)? * 10 + digit(m2)?;
    let signed = if sign == b'-' { -minutes } else { minutes };
    (digit(m1)? < 6 && minutes <= 14 * 60).then_some(signed * 60)
}

/// `[-]P[nY][nM][nD][T[nH][nM][n[.f]S]]`: the XML form of ISO 8601 without weeks, which no source shows accepted.
fn parse_duration(text: &str) -> Result<SignedDuration> {
    let malformed = || refused(format!("`{text}` is not an ISO 8601 duration"));
    if text.contains('W') {
        return not_implemented(format!("the weeks of `{text}`"));
    }
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text),
    };
    let Some(body) = body.strip_prefix('P') else {
        return malformed();
    };
    let (date, time) = match body.split_once('T') {
        Some((_, "")) => return malformed(),
        Some((date, time)) => (date, time),
        None => (body, ""),
    };
    if date.is_empty() && time.is_empty() {
        return malformed();
    }

    const DAY: i64 = 86_400;
    let units = [(date, 'Y', 365 * DAY), (date, 'M', 30 * DAY), (date, 'D', DAY), (time, 'H', 3600), (time, 'M', 60)];
    let mut total = SignedDuration::ZERO;
    let (mut date, mut time) = (date, time);
    for (index, (_, designator, seconds)) in units.into_iter().enumerate() {
        let part = if index < 3 { &mut date } else { &mut time };
        let Some((number, rest)) = part.split_once(designator) else { continue };
        let Some(count) = whole(number) else { return malformed() };
        let Some(sum) = count.checked_mul(seconds).and_then(|s| total.checked_add(SignedDuration::from_secs(s))) else {
            return refused(format!("`{text}` is too long"));
        };
        total = sum;
        *part = rest;
    }
    if let Some(number) = time.strip_suffix('S') {
        let (seconds, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let (Some(seconds), Some(nanos)) = (whole(seconds), nanoseconds(fraction)) else {
            return malformed();
        };
        let Some(sum) = total.checked_add(SignedDuration::new(seconds, nanos)) else {
            return refused(format!("`{text}` is too long"));
        };
        total = sum;
        time = "";
    }
    if !date.is_empty() || !time.is_empty() {
        return malformed();
    }
    Ok(if negative { -total } else { total })
}

fn whole(digits: &str) -> Option<i64> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// .NET counts in tenths of microseconds: seven digits.
fn nanoseconds(fraction: &str) -> Option<i32> {
    (1..=7).contains(&fraction.len()).then_some(())?;
    i32::try_from(whole(&format!("{fraction:0<9}"))?).ok()
}

/// .NET's `DateTime` ends with the years 1 and 9999.
fn in_dotnet_range(instant: &Timestamp) -> bool {
    (1..=9999).contains(&Offset::UTC.to_datetime(*instant).year())
}

#[cfg(test)]
mod tests {
    use super::super::PureError;
    use super::*;

    const PAGE: &str = "date page";

    #[test]
    fn adds() {
        #[rustfmt::skip]
        let table = [
            ("2023-01-01 00:00:00Z", "P1Y", None, "2024-01-01T00:00:00Z", PAGE),
            ("2024-01-01 00:00:00Z", "P1Y", None, "2024-12-31T00:00:00Z", PAGE),
            ("2023-02-01 00:00:00Z", "P1M", None, "2023-03-03T00:00:00Z", PAGE),
            ("2024-02-01 00:00:00Z", "P1M", None, "2024-03-02T00:00:00Z", "date page, whose year is a slip"),
            ("2020-04-07 14:53:14Z", "P3Y", Some("u"), "2023-04-07 14:53:14Z", "date page, by its other format"),
            ("2020-04-07 14:53:14Z", "-P9D", Some("G"), "03/29/2020 14:53:14", "date page, by its other format"),
            ("2020-04-07 14:53:14Z", "PT1H", Some("yyyy-MM-dd HH:mm"), "2020-04-07 15:53", "date page, by its other format"),
            ("20200407T145314Z", "PT1H30M1.5S", Some("HH:mm:ss.fff"), "16:23:15.500", "ISO 8601"),
            ("2020-04-07T14:53:14", "P90D", Some("s"), "2020-07-06T14:53:14", "https://github.com/Azure/bicep/issues/1532"),
            ("2020-04-07T14:53:14.25Z", "PT0.75S", Some("o"), "2020-04-07T14:53:15.0000000Z", ".NET page of standard date formats"),
            ("2020-04-07T14:53:14+00:00", "P0D", None, "2020-04-07T14:53:14Z", PAGE),
        ];
        for (base, duration, format, expected, source) in table {
            assert_eq!(date_time_add(base, duration, format).as_deref(), Ok(expected), "{base} {duration}: {source}");
        }
    }

    #[test]
    fn epochs() {
        assert_eq!(date_time_from_epoch(1_683_040_573).as_deref(), Ok("2023-05-02T15:16:13Z"), "{PAGE}");
        for time in [
            "2023-05-02T15:16:13Z",
            "20230502T151613Z",
            "2023-05-02 15:16:13Z",
            "2023-05-02T15:16:13",
            "2023-05-02T17:16:13+02:00",
        ] {
            assert_eq!(date_time_to_epoch(time), Ok(1_683_040_573), "{time}: {PAGE}");
        }
        assert_eq!(date_time_from_epoch(-62_135_596_800).as_deref(), Ok("0001-01-01T00:00:00Z"));
        for outside in [i64::MIN, -62_135_596_801, 253_402_300_800, i64::MAX] {
            assert!(matches!(date_time_from_epoch(outside), Err(PureError::Refused(_))), "{outside}");
        }
    }

    #[test]
    fn now() {
        const NOW: i64 = 1_551_808_398;
        #[rustfmt::skip]
        let table = [
            (None, "20190305T175318Z", PAGE),
            (Some("d"), "03/05/2019", PAGE),
            (Some("M d"), "3 5", PAGE),
        ];
        for (format, expected, source) in table {
            assert_eq!(utc_now(NOW, format).as_deref(), Ok(expected), "{format:?}: {source}");
        }
    }

    #[test]
    fn refuses() {
        for duration in [
            "",
            "P",
            "PT",
            "P1",
            "1D",
            "P1D2Y",
            "PT1D",
            "P-1D",
            "P1.5D",
            "PT1.S",
            "P1DT",
            "P1Ü",
            "P99999999999999999999D",
            "P9000Y",
        ] {
            let actual = date_time_add("2023-01-01T00:00:00Z", duration, None);
            assert!(matches!(actual, Err(PureError::Refused(_))), "{duration}: {actual:?}");
        }
        for time in ["2023-13-01T00:00:00Z", "2023-02-29T00:00:00Z", "2023-01-01T25:00:00Z"] {
            assert!(matches!(date_time_to_epoch(time), Err(PureError::Refused(_))), "{time}");
        }
    }

    #[test]
    fn does_not_guess() {
        for time in [
            "",
            "2023",
            "2023-01-01",
            "01/02/2023",
            "2023-01-01T00:00Z",
            "2023-01-01T00:00:00z",
            "2023-01-01T00:00:00.5Z",
            "2023-01-01T00:00:00+0200",
            "ÄÖÜÄÖÜÄÖÜÄÖÜÄ",
        ] {
            assert!(matches!(date_time_to_epoch(time), Err(PureError::NotImplemented(_))), "{time}");
        }
        for base in ["20230101T000000Z", "2023-01-01T00:00:00", "2023-01-01T00:00:00.5Z", "2023-01-01T00:00:00+01:00"] {
            assert!(matches!(date_time_add(base, "P1D", None), Err(PureError::NotImplemented(_))), "{base}");
        }
        assert!(matches!(date_time_add("2023-01-01T00:00:00Z", "P2W", None), Err(PureError::NotImplemented(_))));
    }
}
