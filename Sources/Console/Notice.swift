internal import CameraService
internal import TerminalUI

/// The message line: the result of the last action, or an error with what to do.
package struct Notice: Sendable, Equatable {
  package enum Kind: Sendable {
    case done, information, failure
  }

  let kind: Kind
  let text: String

  init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  /// An error: its sentence, and what to do here.
  init(_ error: ServiceError) {
    let message = error.message
    self.init(.failure, [message.text, message.screenHint].filter { !$0.isEmpty }.joined(separator: " "))
  }

  var style: Style {
    switch kind {
    case .done: .ink(.good)
    case .information: .plain
    case .failure: .ink(.bad)
    }
  }
}
