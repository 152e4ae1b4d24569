internal import BackupStore
internal import CameraService
internal import TerminalUI
internal import Wording

/// The message line: the result of the last action, or an error with what to do.
package struct Notice: Sendable, Equatable {
  /// Whether it is good news; it decides the colour.
  package enum Kind: Sendable {
    case done, information, failure
  }

  let kind: Kind
  let text: String
  /// Whether it is over with the next key, as what was found: that key may go elsewhere.
  private(set) var isPassing = false

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
    case .failure: .ink(.bad)
    }
  }
}
