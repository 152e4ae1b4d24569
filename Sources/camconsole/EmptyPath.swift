internal import ArgumentParser

/// Refuses an empty path, which a script gives whose variable is not set.
///
/// - Parameter option: the option, or the command, that takes it.
func refuseEmptyPath(_ path: String?, _ option: String) throws(ValidationError) {
  guard path != "" else { throw ValidationError("\(option) takes a file.") }
}
