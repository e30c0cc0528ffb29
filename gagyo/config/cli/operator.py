"""`gagyo createoperator`: the first person who may invite the others."""

import click

from gagyo.config.cli.start import Refused, database_faults, start_django


@click.command()
@click.option("--email", prompt="E-mail", help="Address to sign in with.")
@click.option("--name", "name_ko", prompt="Name", help="The person's name, in Korean.")
@click.option("--office", prompt="Office", help="Name of the office; made if there is none of that name.")
@click.password_option(help="Password; asked for where it is not given, at least 10 characters.")
def createoperator(*, email: str, name_ko: str, office: str, password: str) -> int:
    """
    Make an operator's account, who invites everybody else.

    \b
    Exit codes: 0 made, 1 refused (the address is taken, the password too weak).
    """
    start_django()
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from gagyo.config.operators import EmailTakenError, create_operator

    with database_faults():
        try:
            made = create_operator(
                email=email, name_ko=name_ko, office_name=office, password=password, now=timezone.now()
            )
        except (EmailTakenError, ValidationError) as error:
            raise Refused(" ".join(error.messages) if isinstance(error, ValidationError) else str(error)) from None
    click.echo(f"{made.email} is operator of {office}. Sign in at /accounts/login/ and invite the others.")
    return 0
