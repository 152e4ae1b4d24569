internal import ArgumentParser
internal import CameraModel
internal import CameraService
internal import Sodium
internal import Wording

struct UsersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users",
    abstract: "List, add, change and remove the camera's users.",
    discussion: """
      At most \(UserRules.limit) users. A name has \(UserRules.nameLengths.lowerBound) to \(UserRules.nameLengths.upperBound) \
      and a new password \(PasswordRules.lengths.lowerBound) to \(PasswordRules.lengths.upperBound) \
      ASCII characters without spaces. Upper and lower case are different. The groups are admins, users, guests, and \
      undefined (no rights). At least one user is in admins. Only users in admins can log in to the console. Write two \
      hyphens before a name that begins with a hyphen.
      """,
    subcommands: [
      UsersListCommand.self, UsersAddCommand.self, UsersRenameCommand.self, UsersSetGroupCommand.self,
      UsersSetPasswordCommand.self, UsersRemoveCommand.self, UsersFactoryResetCommand.self,
    ],
    defaultSubcommand: UsersListCommand.self)
}

struct UsersListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the users and their groups.")

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let users = try global.onCamera { (camera) throws(ServiceError) in try camera.users() }.accounts
    guard !json else { return try Output.json(.object(["users": .list(users.map(\.json))])) }
    guard !users.isEmpty else { return try Output.line("There are no users.") }
    for user in users {
      let filling = String(repeating: " ", count: UserRules.nameLengths.upperBound - user.name.utf8.count)
      try Output.line("\(user.name)\(filling)  \(user.group.rawValue)")
    }
  }
}

struct UsersSetGroupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set-group", abstract: "Move a user to another group. The password stays.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The user.")
  var name: String

  @Argument(help: "The group.")
  var group: UserGroup

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let change = try global.onCamera { (camera) throws(ServiceError) in try camera.setGroup(of: name, to: group) }
    try change.tell(
      change.moved(name, to: group),
      json ? ["name": .text(name), "group": .text(group.rawValue)] : nil)
  }
}

extension UserGroup: ExpressibleByArgument {}

extension UserAccount {
  fileprivate var json: JSONValue { .object(["name": .text(name), "group": .text(group.rawValue)]) }
}

extension UserChange {
  /// Tells what was done, and of a `RELOAD` that failed; the users are set all the same.
  ///
  /// - Parameter fields: of the JSON object; `nil`: as text.
  func tell(_ text: String, _ fields: [String: JSONValue]?) throws(ServiceError) {
    if let reloadFailure { Output.report(.reload(reloadFailure), asJSON: false) }
    guard let fields else { return try Output.line(text) }
    let more: [String: JSONValue] = ["unchanged": .truth(!isChanged), "reload_failed": .truth(reloadFailure != nil)]
    try Output.json(.object(fields.merging(more) { $1 }))
  }
}

/// A new password of a user: typed twice, or the first line of a file.
enum PasswordInput {
  static func read(file: String?, for name: String) throws(ServiceError) -> SecretBytes {
    try Composition.secrets.readNew(
      file: file, option: "--password-file", prompt: "New password of \(name)", difference: .passwordsDiffer)
  }
}
