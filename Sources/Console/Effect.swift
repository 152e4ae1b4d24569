/// What a screen wants of the world; the event loop performs it.
package enum Effect: Sendable {
  /// Starts work, of which one goes on at a time.
  case perform(Operation)
  /// Asks the work to stop.
  case stopWork
  /// Answers the work's question.
  case decide(Bool)
  /// Wipes these secrets.
  case wipe([FieldName])
  /// The session is over: wipes all secrets and forgets who was logged in.
  case endSession
  /// Draws everything again, and asks for the size.
  case redraw
  case ring
  /// The program ends.
  case quit
}
