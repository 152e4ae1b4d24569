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

  /// What is there at rest: a program that is writing the file at this moment is waited for.
  private var mainDocument: ConfigurationDocument {
    let file = try? readAtRest(
      MainConfiguration.name, limit: MainConfiguration.limit, isWhole: ConfigurationDocument.hasAdministrator)
    return ConfigurationDocument(file?.bytes ?? [])
  }
}

extension ConfigurationDocument {
  /// Whether the users in a `camera.cfg` can be read, and one is in `admins` with a password that can match.
  @Sendable static func hasAdministrator(_ bytes: [UInt8]) -> Bool {
    (try? UserList(ConfigurationDocument(bytes)))?.hasUsableAdministrator == true
  }
}
