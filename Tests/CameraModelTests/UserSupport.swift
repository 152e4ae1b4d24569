import CameraModel

/// Users for tests.
enum Users {
  static let hash = "$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2E$aGFzaGhhc2hoYXNoaGFzaGhhc2g"

  static func account(_ name: String, _ group: UserGroup = .users, hash: String = Users.hash) -> UserAccount {
    UserAccount(name: name, group: group, passwordString: hash)
  }

  static func document(_ lines: String...) -> ConfigurationDocument {
    document(lines)
  }

  static func document(_ lines: [String]) -> ConfigurationDocument {
    let text = ["SECTION users"] + lines + ["ENDSECTION users", ""]
    return ConfigurationDocument(Array(text.joined(separator: "\n").utf8))
  }

  /// `admin`, and as many users as make up this number.
  static func list(count: Int) throws -> UserList {
    try UserList(document(["USER1=admins:\(hash):admin"] + (2..<count + 1).map { "USER\($0)=users:\(hash):user\($0)" }))
  }

  /// What a change is refused for.
  static func refusal(of list: UserList, _ change: (inout UserList) throws(UserError) -> Void) -> UserError? {
    var changed = list
    do throws(UserError) {
      try change(&changed)
      return nil
    } catch {
      return changed == list ? error : nil
    }
  }
}
