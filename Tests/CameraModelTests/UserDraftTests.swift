import CameraModel
import Testing

/// Changes that wait for *Set*.
struct UserDraftTests {
  @Test func nothingIsChangedAtFirst() throws {
    let list = try Users.list(count: 3)
    let draft = UserDraft(list)
    #expect(!draft.isChanged)
    #expect(try draft.apply() == list)
  }

  @Test func allChangesAreSetInOneStep() throws {
    var draft = UserDraft(try Users.list(count: 3))
    try draft.add(Users.account("chief", .admins))
    draft.markForRemoval(0)
    try draft.edit(1, name: "user2", group: .guests, newPasswordString: nil)
    try draft.edit(2, name: "renamed", group: .users, newPasswordString: "$new")
    #expect(draft.rows.map(\.isChanged) == [true, true, true, true])
    #expect(
      try draft.apply().accounts == [
        Users.account("user2", .guests), Users.account("renamed", .users, hash: "$new"),
        Users.account("chief", .admins),
      ])
  }

  @Test func namesCanBeExchanged() throws {
    var draft = UserDraft(try Users.list(count: 3))
    try draft.edit(1, name: "between", group: .users, newPasswordString: "$two")
    try draft.edit(2, name: "user2", group: .users, newPasswordString: "$three")
    try draft.edit(1, name: "user3", group: .users, newPasswordString: "$two")
    #expect(try draft.apply().accounts.map(\.name) == ["admin", "user3", "user2"])
  }

  @Test func aNewNameNeedsAPassword() throws {
    var draft = UserDraft(try Users.list(count: 2))
    #expect(throws: UserError.needsPassword("other")) {
      try draft.edit(1, name: "other", group: .users, newPasswordString: nil)
    }
    try draft.edit(1, name: "other", group: .users, newPasswordString: "$new")
    try draft.edit(1, name: "user2", group: .users, newPasswordString: nil)
    #expect(try draft.apply().account(named: "user2") == Users.account("user2", hash: "$new"))
  }

  @Test func theLastAdministratorStays() throws {
    var draft = UserDraft(try Users.list(count: 2))
    draft.markForRemoval(0)
    #expect(throws: UserError.noAdministratorLeft) { try draft.apply() }
    try draft.edit(1, name: "user2", group: .admins, newPasswordString: nil)
    #expect(try draft.apply().accounts == [Users.account("user2", .admins)])
  }

  @Test func marksAreTakenBackWhereTheNameIsFree() throws {
    var draft = UserDraft(try Users.list(count: 2))
    draft.markForRemoval(1)
    try draft.add(Users.account("user2", .guests, hash: "$other"))
    #expect(throws: UserError.nameTaken("user2")) { try draft.unmark(1) }
    #expect(throws: UserError.nameTaken("user2")) { try draft.add(Users.account("user2")) }
    draft.markForRemoval(2)
    #expect(draft.rows.count == 2)
    try draft.unmark(1)
    #expect(!draft.isChanged)
  }

  @Test func aHundredAndOneAreTooMany() throws {
    var draft = UserDraft(try Users.list(count: 100))
    #expect(throws: UserError.tooMany(limit: 100)) { try draft.add(Users.account("another")) }
    draft.markForRemoval(50)
    try draft.add(Users.account("another"))
    try draft.unmark(50)
    #expect(throws: UserError.tooMany(limit: 100)) { try draft.apply() }
  }

  @Test func factoryStateKeepsTheFactorysUser() throws {
    var draft = UserDraft(try Users.list(count: 3))
    try draft.add(Users.account("another"))
    draft.resetToFactory(passwordString: Users.hash)
    #expect(draft.rows.map(\.isRemoved) == [false, true, true])
    #expect(try draft.apply() == UserList.factory(passwordString: Users.hash))
  }
}
