//! The functions, in the order of their names.
//!
//! INVARIANT (sorted): by name in lower case, since [`super::resolve`] searches by halving.

use ringfence_estate::{Domain, Value};

use super::bounds::{self, Length};
use super::spec::{Answer, Fold, LambdaFold, Params, Site, Spec};
use super::types::Types;
use super::{
    Call, FunctionError, arrays, compare, convert, counting, elements, impure, lambdas, logic, numbers, objects,
    search, sets, slices, strings, text,
};

const ANY: Types = Types::ANY;
const ARRAY: Types = Types::ARRAY;
const BOOL: Types = Types::BOOL;
const INT: Types = Types::INT;
const NUMERIC: Types = INT.or(Types::NUMBER);
const OBJECT: Types = Types::OBJECT;
const STRING: Types = Types::STRING;
const LIST: Types = STRING.or(ARRAY);
const CONTAINER: Types = STRING.or(ARRAY).or(OBJECT);
const SET: Types = ARRAY.or(OBJECT);
const TEXTUAL: Types = STRING.or(INT).or(BOOL).or(Types::NULL);

type ByCase = fn(&Site<'_>, &[Value]) -> Answer;
type Whole = fn(&mut Call<'_>, &'static Spec, &[Value]) -> Result<Value, FunctionError>;
type Bounds = fn(&[Value]) -> Domain;

const fn params(required: &'static [Types], optional: &'static [Types], more: Types) -> Params {
    Params { required, optional, more }
}

const fn exactly(required: &'static [Types]) -> Params {
    params(required, &[], Types::NONE)
}

const fn at_least(required: &'static [Types], more: Types) -> Params {
    params(required, &[], more)
}

const fn case(name: &'static str, params: Params, fold: ByCase, domain: Bounds) -> Spec {
    Spec { name, params, fold: Fold::ByCase(fold), domain }
}

const fn whole(name: &'static str, params: Params, fold: Whole, domain: Bounds) -> Spec {
    Spec { name, params, fold: Fold::Whole(fold), domain }
}

const fn lambda(
    name: &'static str,
    params: Params,
    positions: &'static [usize],
    fold: LambdaFold,
    domain: Bounds,
) -> Spec {
    Spec { name, params, fold: Fold::Lambda(positions, fold), domain }
}

/// `base[key]`, which has no name of its own.
pub(super) static ELEMENT: Spec = case("index", exactly(&[ANY, ANY]), elements::strict, any);

/// `base[^number]`
pub(super) static ELEMENT_FROM_END: Spec = case("indexFromEnd", exactly(&[ARRAY, INT]), elements::strict_from_end, any);

#[rustfmt::skip]
pub(super) static FUNCTIONS: [Spec; 90] = [
    case("add", exactly(&[INT, INT]), numbers::add, numbers::add_domain),
    whole("and", at_least(&[BOOL, BOOL], BOOL), logic::and, bool),
    case("array", exactly(&[ANY]), arrays::array, array),
    case("base64", exactly(&[STRING]), strings::base64, string),
    case("base64ToJson", exactly(&[STRING]), strings::base64_to_json, any),
    case("base64ToString", exactly(&[STRING]), strings::base64_to_string, string),
    case("bool", exactly(&[ANY]), convert::bool, bool),
    case("buildUri", exactly(&[OBJECT]), convert::open, string),
    case("cidrHost", exactly(&[STRING, INT]), strings::cidr_host, address),
    case("cidrSubnet", exactly(&[STRING, INT, INT]), strings::cidr_subnet, network),
    whole("coalesce", at_least(&[ANY], ANY), logic::coalesce, any),
    whole("concat", at_least(&[TEXTUAL.or(ARRAY)], TEXTUAL.or(ARRAY)), arrays::concat_whole, arrays::concat_domain),
    case("contains", exactly(&[CONTAINER, ANY]), search::contains, bool),
    whole("createArray", at_least(&[], ANY), arrays::create_array, array),
    whole("createObject", at_least(&[], ANY), objects::create_object, object),
    case("dataUri", exactly(&[ANY]), strings::data_uri, string),
    case("dataUriToString", exactly(&[STRING]), strings::data_uri_to_string, string),
    case("dateTimeAdd", params(&[STRING, STRING], &[STRING], Types::NONE), impure::date_time_add, string),
    case("dateTimeFromEpoch", exactly(&[INT]), impure::date_time_from_epoch, string),
    case("dateTimeToEpoch", exactly(&[STRING]), impure::date_time_to_epoch, int),
    case("distinct", exactly(&[ARRAY]), sets::distinct, array),
    case("div", exactly(&[INT, INT]), numbers::div, int),
    case("empty", exactly(&[CONTAINER.or(Types::NULL)]), counting::empty, bool),
    case("endsWith", exactly(&[STRING, STRING]), search::ends_with, bool),
    whole("equals", exactly(&[ANY, ANY]), compare::equals, bool),
    whole("externalInput", params(&[ANY], &[ANY], Types::NONE), impure::external_input, any),
    case("fail", exactly(&[STRING]), convert::fail, any),
    whole("false", exactly(&[]), logic::no, bool),
    lambda("filter", exactly(&[ARRAY]), &[1], lambdas::filter, array),
    case("first", exactly(&[LIST]), slices::first, slices::end_domain),
    case("flatten", exactly(&[ARRAY]), arrays::flatten, array),
    case("float", exactly(&[ANY]), convert::float, any),
    case("format", at_least(&[STRING], ANY), text::format, string),
    case("greater", exactly(&[NUMERIC.or(STRING), NUMERIC.or(STRING)]), compare::greater, bool),
    case("greaterOrEquals", exactly(&[NUMERIC.or(STRING), NUMERIC.or(STRING)]), compare::greater_or_equals, bool),
    lambda("groupBy", exactly(&[ARRAY]), &[1, 2], lambdas::group_by, object),
    case("guid", at_least(&[STRING], STRING), strings::guid, guid),
    whole("if", exactly(&[BOOL, ANY, ANY]), logic::if_else, any),
    case("indexFromEnd", exactly(&[ARRAY, INT]), elements::strict_from_end, any),
    case("indexOf", exactly(&[LIST, ANY]), search::index_of, search::position_domain),
    case("int", exactly(&[INT.or(STRING).or(Types::NUMBER)]), convert::int, int),
    case("intersection", at_least(&[SET, SET], SET), sets::intersection, sets::set_domain),
    case("items", exactly(&[OBJECT]), objects::items, objects::items_domain),
    case("join", exactly(&[ARRAY, STRING]), text::join, string),
    case("json", exactly(&[STRING]), convert::json, any),
    case("last", exactly(&[LIST]), slices::last, slices::end_domain),
    case("lastIndexOf", exactly(&[LIST, ANY]), search::last_index_of, search::position_domain),
    case("length", exactly(&[CONTAINER]), counting::length, counting::length_domain),
    case("less", exactly(&[NUMERIC.or(STRING), NUMERIC.or(STRING)]), compare::less, bool),
    case("lessOrEquals", exactly(&[NUMERIC.or(STRING), NUMERIC.or(STRING)]), compare::less_or_equals, bool),
    case("like", exactly(&[STRING, STRING]), search::like, bool),
    lambda("map", exactly(&[ARRAY]), &[1], lambdas::map, array),
    lambda("mapValues", exactly(&[OBJECT]), &[1], lambdas::map_values, object),
    case("max", at_least(&[INT.or(ARRAY)], INT), numbers::max, numbers::max_domain),
    case("min", at_least(&[INT.or(ARRAY)], INT), numbers::min, numbers::min_domain),
    case("mod", exactly(&[INT, INT]), numbers::modulo, numbers::mod_domain),
    case("mul", exactly(&[INT, INT]), numbers::mul, numbers::mul_domain),
    whole("newGuid", exactly(&[]), impure::new_guid, guid),
    whole("not", exactly(&[BOOL]), logic::not, bool),
    whole("null", exactly(&[]), logic::null, any),
    case("objectKeys", exactly(&[OBJECT]), objects::object_keys, objects::items_domain),
    whole("or", at_least(&[BOOL, BOOL], BOOL), logic::or, bool),
    case("padLeft", params(&[STRING.or(INT), INT], &[STRING], Types::NONE), strings::pad_left, strings::pad_domain),
    case("parseCidr", exactly(&[STRING]), strings::parse_cidr, object),
    case("parseUri", exactly(&[STRING]), convert::open, object),
    case("range", exactly(&[INT, INT]), arrays::range, arrays::range_domain),
    lambda("reduce", exactly(&[ARRAY, ANY]), &[2], lambdas::reduce, any),
    case("replace", exactly(&[STRING, STRING, STRING]), strings::replace, string),
    case("shallowMerge", exactly(&[ARRAY]), sets::shallow_merge, object),
    case("skip", exactly(&[LIST, INT]), slices::skip, slices::skip_domain),
    lambda("sort", exactly(&[ARRAY]), &[1], lambdas::sort, lambdas::sort_domain),
    case("split", exactly(&[STRING, LIST]), strings::split, parts),
    case("startsWith", exactly(&[STRING, STRING]), search::starts_with, bool),
    case("string", exactly(&[ANY]), text::string, text::string_domain),
    case("sub", exactly(&[INT, INT]), numbers::sub, numbers::sub_domain),
    case("substring", params(&[STRING, INT], &[INT], Types::NONE), slices::substring, slices::substring_domain),
    case("take", exactly(&[LIST, INT]), slices::take, slices::take_domain),
    case("toLower", exactly(&[STRING]), strings::to_lower, recased),
    lambda("toObject", exactly(&[ARRAY]), &[1, 2], lambdas::to_object, object),
    case("toUpper", exactly(&[STRING]), strings::to_upper, recased),
    case("trim", exactly(&[STRING]), strings::trim, trimmed),
    whole("true", exactly(&[]), logic::yes, bool),
    case("tryGet", at_least(&[ANY, ANY], ANY), elements::try_get, any),
    case("tryIndexFromEnd", at_least(&[ANY, INT], ANY), elements::try_from_end, any),
    whole("union", at_least(&[SET, SET], SET), sets::union_whole, sets::set_domain),
    case("uniqueString", at_least(&[STRING], STRING), strings::unique_string, hash),
    case("uri", exactly(&[STRING, STRING]), strings::uri, string),
    case("uriComponent", exactly(&[STRING]), strings::uri_component, string),
    case("uriComponentToString", exactly(&[STRING]), strings::uri_component_to_string, string),
    whole("utcNow", params(&[], &[STRING], Types::NONE), impure::utc_now, string),
];

fn any(_: &[Value]) -> Domain {
    Domain::Any
}

fn array(_: &[Value]) -> Domain {
    Domain::ARRAY
}

fn bool(_: &[Value]) -> Domain {
    Domain::Bool
}

fn int(_: &[Value]) -> Domain {
    Domain::INT
}

fn object(_: &[Value]) -> Domain {
    Domain::Object
}

fn string(_: &[Value]) -> Domain {
    Domain::STRING
}

/// Case does not change how long a string is.
fn recased(args: &[Value]) -> Domain {
    args.first().map_or(Domain::STRING, |text| bounds::of_value(text).string(bounds::is_segment(text)))
}

fn trimmed(args: &[Value]) -> Domain {
    let max = args.first().and_then(|text| bounds::of_value(text).max);
    Length { min: 0, max }.string(false)
}

/// At least one part.
fn parts(_: &[Value]) -> Domain {
    Domain::Array { min: 1, max: None }
}

fn guid(_: &[Value]) -> Domain {
    Length::exactly(36).string(true)
}

fn hash(_: &[Value]) -> Domain {
    Length::exactly(13).string(true)
}

/// From `0.0.0.0` or `::` to eight groups of four digits.
fn address(_: &[Value]) -> Domain {
    Length { min: 2, max: Some(45) }.string(true)
}

/// An address, a slash and a number of up to three digits.
fn network(_: &[Value]) -> Domain {
    Length { min: 4, max: Some(49) }.string(false)
}
