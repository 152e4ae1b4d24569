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
    (try? UserList(mainDocument))?.hasUsableAdministrator == true
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

  private var mainDocument: ConfigurationDocument {
    ConfigurationDocument((try? open(MainConfiguration.name).readAll(limit: MainConfiguration.limit)) ?? [])
  }
}
