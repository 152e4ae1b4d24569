internal import BackupStore
internal import CameraService
internal import TerminalUI
internal import Wording

/// The message line: the result of the last action, or an error with what to do.
package struct Notice: Sendable, Equatable {
  /// Whether it is good news; it decides the colour.
  package enum Kind: Sendable {
    case done, information, warning, failure
  }

  let kind: Kind
  let text: String
  /// Whether it is over with the next key, as what was found: that key may go elsewhere.
  private(set) var isPassing = false

  /// Whether it says that a character was not taken: that stays while the next ones are typed.
  private(set) var isRefusal = false

  init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  /// An error: its sentence, and what to do here.
  init(_ error: ServiceError) {
    self.init(error.message)
  }

  /// What is wrong, and what to do here.
  init(_ message: Message) {
    self.init(message.text, hint: message.screenHint)
  }

  /// The same, with the camera's local time in it.
  init(_ error: ServiceError, _ context: Context) {
    guard case .store(.busy(let holder)) = error else {
      self.init(error)
      return
    }
    self.init(holder.sentence(context.localTime), hint: error.message.screenHint)
  }

  private init(_ sentence: String, hint: String) {
    self.init(.failure, [sentence, hint].filter { !$0.isEmpty }.joined(separator: " "))
  }

  /// A character was not taken.
  static func refusal(_ text: String) -> Notice {
    var notice = Notice(.failure, text)
    notice.isRefusal = true
    return notice
  }

  /// Told of the place where the person is now.
  static func passing(_ text: String) -> Notice {
    var notice = Notice(.information, text)
    notice.isPassing = true
    return notice
  }

  /// A key was pressed that does not answer the question.
  static let howToAnswer = Notice(.failure, "Tab chooses an answer, Enter selects it, Esc cancels.")

  var style: Style {
    switch kind {
    case .done: .ink(.good)
    case .information: .plain
    case .warning: .ink(.warning)
    case .failure: .ink(.bad)
    }
  }
}
