"""What Alembic runs: the migrations, in the transaction that `store.migrate` has begun."""

from alembic import context

from lencana.registry.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
