"""`python -m briefqa` is the `briefqa` command."""

from briefqa.cli.app import main

if __name__ == "__main__":
    main()
