//! The pure functions answer or decline whatever they are given; they never panic.

use proptest::prelude::*;
use ringfence_eval::pure::format::FormatArg;
use ringfence_eval::pure::{base64, cidr, data_uri, date_time, format, guid, text, unique_string, uri};

/// Half arbitrary text, half text of the characters that the parsers look at.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-+0-9a-fPTYMDHSWZz.:/{}',;=%? \\\\é😀]{0,40}",
        "[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,3}"
    ]
}

proptest! {
    #[test]
    fn no_function_panics(a in any_text(), b in any_text(), c in any_text(), i in any::<i64>(), j in -300..300_i64) {
        let _ = base64::base64_to_string(&a);
        let _ = data_uri::data_uri_to_string(&format!("data:{a},{b}"));
        let _ = cidr::parse_cidr(&a);
        let _ = (cidr::cidr_subnet(&a, j, i), cidr::cidr_subnet(&a, i, j), cidr::cidr_host(&a, i), cidr::cidr_host(&a, j));
        let _ = (date_time::date_time_add(&a, &b, Some(&c)), date_time::date_time_add("2024-02-29T00:00:00Z", &a, Some(&b)));
        let _ = (date_time::date_time_to_epoch(&a), date_time::date_time_from_epoch(i), date_time::utc_now(i, Some(&a)));
        let _ = date_time::utc_now(j, Some(&a));
        let _ = format::format(&a, &[FormatArg::Int(i), FormatArg::Text(&b), FormatArg::Json(&c)]);
        let _ = format::format(&format!("{{0:{a}}}{{1,{j}}}"), &[FormatArg::Int(i), FormatArg::Text(&b)]);
        let _ = (guid::guid(&[&a, &b]), unique_string::unique_string(&[&a, &b]));
        let _ = (text::to_upper(&a), text::to_lower(&a), text::pad_left(&a, j, &b), text::pad_left(&a, i, " "));
        let _ = (text::index_of(&a, &b), text::last_index_of(&a, &b), text::starts_with(&a, &b), text::ends_with(&a, &b));
        let _ = (text::replace(&a, &b, &c), text::split(&a, &[&b, &c]));
        let _ = (text::substring(&a, j, Some(i)), text::substring(&a, i, Some(j)), text::substring(&a, j, None));
        let _ = (text::take(&a, j), text::skip(&a, i), text::first(&a), text::last(&a));
        let _ = (uri::uri(&a, &b), uri::uri("http://a/b/", &a), uri::uri_component_to_string(&a));
    }

    #[test]
    fn encodings_come_back(a in any::<String>()) {
        prop_assert_eq!(base64::base64_to_string(&base64::base64(&a)), Ok(a.clone()));
        prop_assert_eq!(data_uri::data_uri_to_string(&data_uri::data_uri_of_text(&a)), Ok(a.clone()));
        prop_assert_eq!(uri::uri_component_to_string(&uri::uri_component(&a)), Ok(a.clone()));
        prop_assert_eq!(text::split(&a, &[","]).unwrap().join(","), a);
    }

    #[test]
    fn seconds_come_back(seconds in -62_135_596_800_i64..253_402_300_800) {
        prop_assert_eq!(date_time::date_time_to_epoch(&date_time::date_time_from_epoch(seconds).unwrap()), Ok(seconds));
    }

    #[test]
    fn subnets_and_hosts_lie_within(bits in any::<u32>(), prefix in 0..=32_u8, more in 0..=8_u8, index in 0..300_i64) {
        let network = format!("{}/{prefix}", std::net::Ipv4Addr::from_bits(bits));
        let shape = cidr::parse_cidr(&network).unwrap();
        let to_bits = |text: &str| text.parse::<std::net::Ipv4Addr>().unwrap().to_bits();
        let (first, last) = (to_bits(&shape.network), to_bits(&shape.broadcast.unwrap()));
        if let Ok(host) = cidr::cidr_host(&network, index) {
            let host = to_bits(&host);
            prop_assert!(first < host && host < last, "{network} {index}");
        }
        if let Ok(subnet) = cidr::cidr_subnet(&network, i64::from(prefix) + i64::from(more), index) {
            let inner = cidr::parse_cidr(&subnet).unwrap();
            prop_assert!(first <= to_bits(&inner.network) && to_bits(&inner.broadcast.unwrap()) <= last, "{subnet} in {network}");
        }
    }
}
