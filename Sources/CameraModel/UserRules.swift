/// Why a text cannot be the name of a user.
package enum UserNameProblem: Error, Equatable {
  /// Fewer characters than `minimum`.
  case tooShort(minimum: Int)
  /// More characters than `maximum`.
  case tooLong(maximum: Int)
  /// Something else than printable ASCII, or a space.
  case notPrintable
  /// `=`, `:` or `#`, which other programs that read the configuration take for something else.
  case reserved(String)
}

/// Why users cannot be changed so. Nothing was changed.
package enum UserError: Error, Equatable {
  case name(UserNameProblem)
  /// Another user has this name.
  case nameTaken(String)
  /// There are `limit` users already.
  case tooMany(limit: Int)
  /// No user has this name.
  case notFound(String)
  /// Nobody would be in `admins` whose password can match.
  case noAdministratorLeft
  /// A new user, or a user with a new name, needs a new password.
  case needsPassword(String)
  /// What should be stored is not a password string.
  case badPasswordString
}

/// What the name of a user may be.
package enum UserRules {
  /// Characters of a name.
  package static let nameLengths = 3...16
  /// Users of a camera at most.
  package static let limit = 100
  /// Users that are read at most: a list that was written by hand and is too long can be made shorter.
  package static let mostRead = 1_000
  private static let reserved: [UInt8] = Array("=:#".utf8)

  /// Checks a new name; of names that stand in the configuration less is asked.
  package static func checkNew(name: String) throws(UserNameProblem) {
    let bytes = name.utf8
    guard bytes.allSatisfy(ASCII.isGraphic) else { throw .notPrintable }
    guard bytes.count >= nameLengths.lowerBound else { throw .tooShort(minimum: nameLengths.lowerBound) }
    guard bytes.count <= nameLengths.upperBound else { throw .tooLong(maximum: nameLengths.upperBound) }
    if let byte = bytes.first(where: { reserved.contains($0) }) {
      throw .reserved(String(decoding: [byte], as: UTF8.self))
    }
  }

  /// Whether a name can stand in the configuration: `=`, `:` and `#` too, because the name is the last on its line.
  static func accepts(name: some Collection<UInt8>) -> Bool {
    nameLengths.contains(name.count) && name.allSatisfy(ASCII.isGraphic)
  }
}
