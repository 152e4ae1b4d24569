import CameraModel
import CameraService
import Testing
import Wording

/// Whose backup it is.
struct BackupOriginTests {
  private static func identity(_ name: String) -> CameraIdentity {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    return CameraIdentity(model: parts[0], serial: parts[1], firmware: "")
  }

  /// Another camera is told by what both say.
  @Test(arguments: [
    ("M26/1", "M26/1", BackupOrigin.Relation.own), ("M26/1", "M26/2", .otherCamera), ("M26/1", "S26/1", .otherModel),
    ("M26/", "M26/2", .own), ("M26/1", "M26/", .own), ("/", "/", .own), ("/1", "/1", .own), ("/1", "/2", .otherModel),
    ("M26/1", "/", .unknown), ("M26/1", "/1", .own), ("M26/1", "/2", .otherModel), ("/", "M26/1", .otherModel),
    ("/1", "M26/1", .own), ("/2", "M26/1", .otherModel), ("M26/", "/2", .unknown),
  ])
  func relations(_ backup: String, _ camera: String, _ relation: BackupOrigin.Relation) {
    let made = Self.identity(backup)
    let origin = BackupOrigin(model: made.model, serial: made.serial, camera: Self.identity(camera))
    #expect(origin.relation == relation)
    #expect((origin.warning == nil) == (relation == .own))
    #expect(origin.isOtherCamera == (relation == .otherCamera || relation == .otherModel))
  }
}
