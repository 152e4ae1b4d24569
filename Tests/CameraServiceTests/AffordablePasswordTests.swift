import CameraModel
import Sodium
import Testing

/// Who counts as an administrator is who can log in: both look at what a password string costs.
struct AffordablePasswordTests {
  @Test(arguments: [
    ("m=65536,t=2,p=1", true), ("m=262144,t=4,p=1", true), ("m=262144,t=5,p=1", false), ("m=262145,t=1,p=1", false),
    ("m=1024,t=1024,p=1", true), ("m=1024,t=1025,p=1", false), ("m=65536,t=4294967295,p=1", false),
  ])
  func costs(_ cost: String, _ isAffordable: Bool) {
    let hash = String(repeating: "A", count: 43)
    let text = "$argon2id$v=19$\(cost)$\(hash.prefix(22))$\(hash)"
    #expect(Argon2id.isAffordable(text) == isAffordable)
    #expect(UserAccount(name: "dora", group: .admins, passwordString: text).isUsableAdministrator == isAffordable)
  }
}
