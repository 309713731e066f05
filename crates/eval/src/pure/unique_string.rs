//! `uniqueString`: thirteen characters from a 64-bit hash of the parameters.
//!
//! The string page gives the shape only. The algorithm is public in code: the joined parameters in UTF-8 go through a
//! 64-bit variant of MurmurHash3 that works on two 32-bit lanes, with constants of Microsoft's own, and the hash is
//! written in thirteen digits of base 32, highest first. Sources: the policy port for joining and digits; for the hash,
//! two public ports of the service's library, <https://gist.github.com/maskati/23f329e7db43c00184143f04498e537c> and
//! `unique_string_function.go` of <https://github.com/Azure/terraform-provider-azapi>. The known answers below are what
//! decides.

use super::{Result, join_with_dash};

const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The result of `uniqueString(parts…)`. Case matters, also for resource ids.
pub fn unique_string(parts: &[&str]) -> Result<String> {
    Ok(base32(hash(join_with_dash("uniqueString", parts)?.as_bytes())))
}

/// Thirteen digits of five bits; the last holds the four that are left, shifted up.
fn base32(mut value: u64) -> String {
    let mut text = String::with_capacity(13);
    for _ in 0..13 {
        if let Some(&digit) = DIGITS.get((value >> 59) as usize) {
            text.push(char::from(digit));
        }
        value <<= 5;
    }
    text
}

fn hash(data: &[u8]) -> u64 {
    let (blocks, tail) = data.as_chunks::<8>();
    let (mut low, mut high) = (0_u32, 0_u32);

    for &[a, b, c, d, e, f, g, h] in blocks {
        low ^= mix_low(u32::from_le_bytes([a, b, c, d]));
        low = low.rotate_left(19).wrapping_add(high).wrapping_mul(5).wrapping_add(0x561c_cd1b);
        high ^= mix_high(u32::from_le_bytes([e, f, g, h]));
        high = high.rotate_left(13).wrapping_add(low).wrapping_mul(5).wrapping_add(0x0bca_a747);
    }

    let (first, second) = tail.split_at(tail.len().min(4));
    low ^= mix_low(little_endian(first));
    high ^= mix_high(little_endian(second));

    // The service's hash takes its length as a 32-bit number; the literal limit keeps it far below that.
    let length = data.len() as u32;
    low ^= length;
    high ^= length;
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    low = avalanche(low);
    high = avalanche(high);
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    u64::from(high) << 32 | u64::from(low)
}

const C1: u32 = 0x239b_961b;
const C2: u32 = 0xab0e_9789;

/// Zero stays zero, so an absent tail needs no case of its own.
fn mix_low(word: u32) -> u32 {
    word.wrapping_mul(C1).rotate_left(15).wrapping_mul(C2)
}

fn mix_high(word: u32) -> u32 {
    word.wrapping_mul(C2).rotate_left(17).wrapping_mul(C1)
}

fn avalanche(mut word: u32) -> u32 {
    word = (word ^ (word >> 16)).wrapping_mul(0x85eb_ca6b);
    word = (word ^ (word >> 13)).wrapping_mul(0xc2b2_ae35);
    word ^ (word >> 16)
}

fn little_endian(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |word, &byte| word << 8 | u32::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        const ZERO: &str = "/subscriptions/00000000-0000-0000-0000-000000000000";
        let zero_my_rg = format!("{ZERO}/resourceGroups/myRg");
        let zero_my_rg_dashed = format!("{ZERO}/resourceGroups/my-rg");
        #[rustfmt::skip]
        let table: &[(&[&str], &str, &str)] = &[
            (&["snap", "crackle", "pop"], "byghxckddilkc", "Azure/bicep FunctionResolverTests.cs"),
            (&["asd", "asdf", "asdf"], "iizpqit7ih3cc", "Azure/bicep baselines_bicepparam/Expressions/parameters.json"),
            (&[&zero_my_rg], "js26ofeqkqeve", "Azure/bicep SnapshotCommandTests.cs"),
            (&["/subscriptions/11068ed9-6c31-4a47-8183-4eca6d84bb32/resourceGroups/myRg"], "pwt7yebfrftwu", "Azure/bicep JsonRpcCommandTests.cs"),
            (&["/subscriptions/1ec1dd71-d88e-465d-95e2-4996c828833a/resourceGroups/myRg"], "jztimcr36svny", "Azure/bicep BicepDeploymentToolsTests.cs"),
            (&[ZERO, "resource-id"], "cwvxuqg24sifi", "Azure/terraform-provider-azapi unique_string_function_test.go"),
            (&["/subscriptions/31e9f9a0-9fd2-4294-a0a3-0101246d9700/resourceGroups/rg-modm201-20230913120256/providers/Microsoft.Compute/virtualMachines/bobjacmodm201"],
                "yvjxno3je5on2", "microsoft/commercial-marketplace-offer-deploy UnitTests/ArmFunctionsTests.cs, by the service's library"),
            (&["/subscriptions/3c7f956b-55ee-4686-9d30-da1eb631dc59/resourceGroups/rg-devopsshieldek010dev"],
                "fd63l2gacbtca", "DevOps Shield AzureNaming.Utilities TestArmFunctions.cs, by the service's library"),
            (&["tyeth"], "zcztcwvu6iyg6", "https://stackoverflow.com/q/43295720, by the service's library"),
            (&["test"], "rbgf3xv4ufgzg", "yusuke-koyoshi/go-unique-string"),
            (&["test", "test2", "test3"], "bqgd334z2uj64", "cloud-maker-ai/terraform-provider-arm2tf"),
            (&["t"], "fsnwonksnm7cy", "yusuke-koyoshi/go-unique-string"),
            (&["te"], "o57ehhbytctgs", "yusuke-koyoshi/go-unique-string"),
            (&["tes"], "ebse57jls4qbc", "yusuke-koyoshi/go-unique-string"),
            (&["t", "e"], "d5ykh7yoidm2a", "yusuke-koyoshi/go-unique-string"),
            (&["hello", "world"], "a7wkljktk6wne", "JasonWhall/go-azure-uniquestring"),
            (&["abc"], "cgtzqvhu4i23s", "uniquestring.sh, checked there against Bicep"),
            (&["foo", "bar", "baz"], "xzi4ioaxtmth4", "uniquestring.sh, checked there against Bicep"),
            (&[&zero_my_rg_dashed], "bmg7c6xu4tw46", "uniquestring.sh, checked there against Bicep"),
        ];
        for (parts, expected, source) in table {
            assert_eq!(unique_string(parts).as_deref(), Ok(*expected), "{parts:?}: {source}");
        }
    }

    #[test]
    fn parts_are_joined_before_hashing() {
        assert_eq!(unique_string(&["a", "b"]), unique_string(&["a-b"]));
        assert_ne!(unique_string(&["a"]), unique_string(&["A"]));
    }

    #[test]
    fn every_tail_length_counts() {
        let text = "0123456789abcdef";
        let all: std::collections::BTreeSet<_> =
            (0..=16).map(|n| unique_string(&[text.get(..n).unwrap()]).unwrap()).collect();
        assert_eq!(all.len(), 17);
        assert!(all.iter().all(|s| s.len() == 13));
    }
}
