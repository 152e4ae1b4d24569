internal import CameraDevice
internal import CameraModel
internal import FileSystem

extension Directory {
  /// Whether somebody can administer a camera with this configuration: its users can be read, and one is in `admins`
  /// and has a password that can match.
  ///
  /// A restore of any other is refused, and so is a backup of it: it would be of no use, and would push a good one off
  /// the card.
  var hasAdministrator: Bool {
    ConfigurationDocument.hasAdministrator(mainDocument.bytes)
  }

  /// Why the users cannot be read; `nil` when they can.
  var usersProblem: UserListProblem? {
    do throws(UserListProblem) {
      _ = try UserList(mainDocument)
      return nil
    } catch {
      return error
    }
  }

  /// Looks at a file that never rests.
  private static var mostLooks: Int { 100 }

  /// What is there at rest: a program that is writing the file at this moment is waited for. Of a file that never rests
  /// what it is at some moment tells who can administer the camera.
  private var mainDocument: ConfigurationDocument {
    let (name, limit) = (MainConfiguration.name, MainConfiguration.limit)
    if let file = try? readAtRest(name, limit: limit, isWhole: ConfigurationDocument.hasAdministrator) {
      return ConfigurationDocument(file.bytes)
    }
    for _ in 0..<Self.mostLooks {
      guard let bytes = try? open(name).readAll(limit: limit) else { break }
      if ConfigurationDocument.hasAdministrator(bytes) { return ConfigurationDocument(bytes) }
    }
    return ConfigurationDocument([])
  }
}

extension ConfigurationDocument {
  /// Whether the users in a `camera.cfg` can be read, and one is in `admins` with a password that can match.
  @Sendable static func hasAdministrator(_ bytes: [UInt8]) -> Bool {
    (try? UserList(ConfigurationDocument(bytes)))?.hasUsableAdministrator == true
  }
}
