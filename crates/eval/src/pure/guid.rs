//! `guid`: a name-based identifier.
//!
//! The string page says RFC 4122 §4.3 with namespace `11fb06fb-712d-4ddd-98c7-e71bbd588830`; the policy port says
//! version 5 and that the parameters are joined with `-`.

use uuid::{Uuid, uuid};

use super::{Result, join_with_dash};

const NAMESPACE: Uuid = uuid!("11fb06fb-712d-4ddd-98c7-e71bbd588830");

/// The result of `guid(parts…)`, in lower case.
pub fn guid(parts: &[&str]) -> Result<String> {
    Ok(Uuid::new_v5(&NAMESPACE, join_with_dash("guid", parts)?.as_bytes()).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        const PYTHON: &str = "Python's uuid.uuid5, an implementation that shares nothing with this one";
        #[rustfmt::skip]
        let table: &[(&[&str], &str, &str)] = &[
            (&["foo", "bar", "baz"], "2ed86837-7c7c-5eaa-9864-dd077fd19b0d", "Azure/bicep FunctionResolverTests.cs"),
            (&["asdf"], "228d27cc-6fdb-5934-b7ac-1efccebade04", "Azure/bicep baselines_bicepparam/Expressions/parameters.json"),
            (&["test", "value"], "95b33d6a-06a0-5961-9b94-a0f6c648352b", "SimonWahlin/AzExpression docs/en-US/New-AzGuid.md, by the service's library"),
            (&["test"], "d6a5baf1-8b9b-542a-8525-2982f1f98a0c", "cloud-maker-ai/terraform-provider-arm2tf"),
            (&["test", "test2", "test3"], "43ca56fb-e844-5667-aabf-b316c27c09cc", PYTHON),
            (&[""], "e655a85f-3ab2-5e4a-9666-569aa72a5a10", PYTHON),
            (&["hello", "world"], "a5b868f8-11fe-567a-ace0-e77cc87f104e", PYTHON),
            (&["world", "hello"], "b1db13b3-4ca6-5782-bf9e-8495c3532f9d", PYTHON),
            (&["a-b"], "2d796349-8c7e-55ec-9624-54ece82ed031", PYTHON),
            (&["/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/myRg", "owner"], "f75ef9a6-68ef-539b-bc77-555aa0fcdff6", PYTHON),
            (&["Zürich"], "b8ea1a08-d482-53e3-bed5-eb6b2d36e85c", PYTHON),
            (&["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"], "7c74c2cd-810f-5e91-b930-3a347b433410", PYTHON),
        ];
        for (parts, expected, source) in table {
            assert_eq!(guid(parts).as_deref(), Ok(*expected), "{parts:?}: {source}");
        }
    }

    #[test]
    fn order_counts() {
        assert_ne!(guid(&["hello", "world"]), guid(&["world", "hello"]), "string page");
        assert!(guid(&[]).is_err());
    }
}
