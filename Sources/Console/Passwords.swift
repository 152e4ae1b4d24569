internal import CameraModel

/// What a new password has to be.
enum Passwords {
  static func rule(_ settings: Settings) -> String {
    let lengths = PasswordRules.lengths
    let classes =
      settings.passwordClasses == CharacterClass.allCases.count
      ? "upper case, lower case, a digit and a special character"
      : "\(settings.passwordClasses) of these: upper case, lower case, digits, special characters"
    return "\(lengths.lowerBound) to \(lengths.upperBound) characters without spaces. It needs \(classes)."
  }
}
