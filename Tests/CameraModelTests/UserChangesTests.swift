import Testing

@testable import CameraModel

struct UserChangesTests {
  private static let former = UserList([
    Users.account("admin", .admins), Users.account("dora", .admins), Users.account("porter"),
    Users.account("guest", .guests),
  ])

  private static func changes(_ accounts: UserAccount...) -> UserChanges {
    UserChanges(from: former, to: UserList(accounts)) { $0 == "factory" }
  }

  @Test func nothingIsLost() {
    let more = Users.account("more", .admins)
    let changes = Self.changes(
      more, Users.account("guest", .users), Users.account("porter", .admins), Users.account("dora", .admins),
      Users.account("admin", .admins))
    #expect(changes.losses == [] && changes.otherPasswords == [] && !changes.bringsFactoryPassword)
    #expect(
      changes.gains == [
        .init(name: "more", former: nil, new: .admins), .init(name: "guest", former: .guests, new: .users),
        .init(name: "porter", former: .users, new: .admins),
      ])
    #expect(!changes.isEmpty)
    #expect(UserChanges(from: Self.former, to: Self.former) { _ in true }.isEmpty)
  }

  @Test func whoLosesSomething() {
    let changes = Self.changes(
      Users.account("admin", .admins), Users.account("dora", .guests), Users.account("guest", .undefined))
    #expect(
      changes.losses == [
        .init(name: "dora", former: .admins, new: .guests), .init(name: "porter", former: .users, new: nil),
        .init(name: "guest", former: .guests, new: .undefined),
      ])
    #expect(changes.otherPasswords == [] && !changes.bringsFactoryPassword && !changes.isEmpty)
  }

  /// A name in another case is another user.
  @Test func namesAreCompared() {
    #expect(Self.changes(Users.account("Admin", .admins)).losses.map(\.name) == ["admin", "dora", "porter", "guest"])
  }

  @Test func otherPasswords() {
    let changes = Self.changes(
      Users.account("admin", .admins, hash: "another"), Users.account("dora", .users, hash: "another"),
      Users.account("porter", .users), Users.account("guest", .guests), Users.account("new", .users, hash: "new"))
    #expect(changes.otherPasswords == ["admin", "dora"] && changes.losses.map(\.name) == ["dora"])
  }

  @Test func theFactoryPassword() {
    #expect(Self.changes(Users.account("admin", .admins, hash: "factory")).bringsFactoryPassword)
    #expect(!Self.changes(Users.account("admin", .admins, hash: "another")).bringsFactoryPassword)
    #expect(!Self.changes(Users.account("dora", .admins, hash: "factory")).bringsFactoryPassword)
    let own = UserList([Users.account("dora", .admins)])
    let factory = UserList([Users.account("admin", .admins, hash: "factory")])
    #expect(UserChanges(from: own, to: factory) { $0 == "factory" }.bringsFactoryPassword)
  }

  /// To find it out costs a second.
  @Test func thePasswordIsCheckedOnlyWhereItDiffers() {
    var asked: [String] = []
    let others = UserList([Users.account("admin", .admins), Users.account("dora", .admins, hash: "other")])
    _ = UserChanges(from: Self.former, to: others) { text in
      asked.append(text)
      return true
    }
    #expect(asked == [])
  }
}
