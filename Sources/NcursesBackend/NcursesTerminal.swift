internal import CNcurses
package import TerminalUI
