use std::io;

/// Answers a refused system call may give, from errno(3) and the headers of Linux on x86-64.
const NAMES: &[(i32, &str)] = &[
    (1, "EPERM"),
    (2, "ENOENT"),
    (3, "ESRCH"),
    (7, "E2BIG"),
    (9, "EBADF"),
    (11, "EAGAIN"),
    (12, "ENOMEM"),
    (13, "EACCES"),
    (14, "EFAULT"),
    (16, "EBUSY"),
    (19, "ENODEV"),
    (22, "EINVAL"),
    (24, "EMFILE"),
    (38, "ENOSYS"),
    (95, "EOPNOTSUPP"),
];

/// Name of the error, `errno 123` for one without a name here, or the message of an error that is not the kernel's.
pub fn errno_name(error: &io::Error) -> String {
    let Some(number) = error.raw_os_error() else {
        return error.to_string();
    };
    match NAMES.iter().find(|(known, _)| *known == number) {
        Some((_, name)) => (*name).to_owned(),
        None => format!("errno {number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_named_and_an_unlisted_one_numbered() {
        assert_eq!(errno_name(&io::Error::from_raw_os_error(1)), "EPERM");
        assert_eq!(errno_name(&io::Error::from_raw_os_error(123)), "errno 123");
    }

    #[test]
    fn an_error_of_our_own_keeps_its_words() {
        assert_eq!(errno_name(&io::Error::other("no such line")), "no such line");
    }
}
