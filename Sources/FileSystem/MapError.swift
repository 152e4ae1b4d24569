/// Does `body`, and throws in place of an error of its kind what `transform` makes of it.
///
/// A closure says what it throws: `() throws(FileError) in`. What it returns may be a value that is not copied, as a
/// secret.
package func mapError<Result: ~Copyable, From, To>(
  _ transform: (From) -> To, _ body: () throws(From) -> Result
) throws(To) -> Result {
  do {
    return try body()
  } catch {
    throw transform(error)
  }
}

/// The same for one expression: `try mapError(StoreError.init(card:), of: file.status())`.
package func mapError<Result: ~Copyable, From, To>(
  _ transform: (From) -> To, of body: @autoclosure () throws(From) -> Result
) throws(To) -> Result {
  try mapError(transform, body)
}
