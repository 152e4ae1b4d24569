internal import CameraModel
internal import CameraService
internal import TerminalUI
internal import Wording

/// What the Configuration dialog says.
enum ConfigurationWords {
  static let reading = "Reading the configuration."
  static let unreadable = "The configuration cannot be read."
  static let nothingToApply = "Nothing is changed. There is nothing to apply."
  static let alreadySo = "The configuration is like this already. Nothing would change."
  static let sectionHasNoValue = "This is the name of a section. Choose a key below it."
  static let notChanged = "This key is not changed. There is nothing to discard."
  static func notAdded(_ shown: ShownKey) -> String { "\(shown.key.name) is not added." }
  static func lineIsUnused(_ shown: ShownKey) -> String {
    "The last line of \(shown.key.key) counts, and this one is not used. Choose the last one to change the key."
  }
  static let emptySecret = "Type a value, or press Esc to change nothing."

  /// `SECTION ethernet`, `SECTION wlan of network.cfg`.
  static func title(_ place: SectionPlace) -> String {
    place.file == ConfigurationFiles.mainName
      ? "SECTION \(place.section)" : "SECTION \(place.section) of \(place.file)"
  }

  /// The value as it is shown: after *Apply* where it changes.
  static func value(_ shown: ShownKey, _ change: ConfigurationDraft.Change?) -> String {
    switch change {
    case .value(let text)?: text
    case .secret?: SecretMask.stars
    case .removed?: "(removed)"
    case nil: shown.value
    }
  }

  /// Behind a line of a key that has another one below.
  static let unused = "  (not used)"

  /// Behind a value that changes: what it is now.
  ///
  /// - Parameter isNew: whether the configuration does not have the key yet.
  static func note(_ shown: ShownKey, isNew: Bool) -> String {
    isNew
      ? "  (new)"
      : shown.hidesValue ? "  (changed)" : "  (now \(Text.fitted(shown.value.isEmpty ? "empty" : shown.value, to: 24)))"
  }

  /// Under the list: what there is, and what is not applied.
  static func count(_ counts: (keys: Int, sections: Int), inView: String, isNarrow: Bool, _ draft: ConfigurationDraft)
    -> String
  {
    let whole = "\(counted(counts.keys, "key")) in \(counted(counts.sections, "section"))"
    let start = inView.isEmpty ? whole : isNarrow ? "Rows \(inView)" : "\(whole), rows \(inView)"
    return draft.isEmpty ? "\(start)." : "\(start). Press a to apply \(counted(draft.keys.count, "change"))."
  }

  /// Names of keys that change; of many the first.
  static func names(_ draft: ConfigurationDraft) -> String {
    let shown = draft.keys.prefix(5).map(\.name)
    let rest = draft.keys.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// Why a key cannot be changed here.
  static func obstacle(_ shown: ShownKey) -> Notice {
    guard shown.isFixed else {
      return Notice(
        .failure, "\(shown.key.name) has characters that the console cannot show. Change it in a shell on the camera.")
    }
    let isUser = shown.key.place.section.utf8.elementsEqual(UserList.section.utf8)
    return Notice(.edit(isUser ? .users : .identity(shown.key.name)))
  }

  /// *Close* with changes that are not applied.
  static func leave(_ draft: ConfigurationDraft, apply: Step) -> Question {
    Question(
      ["\(counted(draft.keys.count, "change")) not applied yet: \(names(draft))."],
      answers: [.harmful("Leave without applying", .pop), .harmful("Apply...", apply)])
  }

  /// The last question before a change: what it means in particular stands above.
  static func apply(_ preview: ConfigurationPreview, _ context: Context, _ change: Step) -> Question {
    let changesNetwork = preview.lines(context.settings).contains { $0.kind == .network }
    let network = changesNetwork ? " The network changes." : ""
    return Question(
      ["Change the configuration and restart?" + network], answers: [.harmful("Apply and reboot", change)])
  }
}

extension ShownKey {
  /// Whether its value, or a part of it, is shown as stars: a new one is typed as a secret, and whole.
  var hidesValue: Bool { isSecret || value.contains(SecretMask.stars) }
}
