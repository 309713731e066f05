//! A stack that is deep enough for every template, however deep its caller's is.

use std::cell::Cell;

/// The size of it; only the part that is used is ever touched.
const BYTES: usize = 256 * 1024 * 1024;

thread_local! {
    static DEEP: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` on a thread with a deep stack; an error is its panic.
///
/// [`evaluate`](crate::evaluate) starts such a thread for itself. Starting one takes longer than evaluating a small
/// template, so that who evaluates many does it in here.
pub fn with_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> std::thread::Result<T> {
    let mut work = Some(work);
    let run = || {
        DEEP.set(true);
        work.take().map(|work| work())
    };
    let outcome = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(BYTES).spawn_scoped(scope, run);
        thread.ok().map(std::thread::ScopedJoinHandle::join)
    });
    match (outcome, work) {
        (Some(Ok(Some(result))), _) => Ok(result),
        (Some(Err(panic)), _) => Err(panic),
        // No thread could be started; evaluation sees that the stack is not deep.
        (_, Some(work)) => Ok(work()),
        (_, None) => Err(Box::new("the work was lost")),
    }
}

/// Whether this runs within [`with_deep_stack`].
pub(crate) fn is_deep() -> bool {
    DEEP.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_runs_once_on_a_deep_stack_and_its_panic_is_an_error() {
        let mut runs = 0;
        let deep = with_deep_stack(|| {
            runs += 1;
            is_deep()
        });
        assert!(matches!(deep, Ok(true)));
        assert!(!is_deep());
        assert_eq!(runs, 1);
        assert!(with_deep_stack(|| panic!("as expected")).is_err());
    }
}
