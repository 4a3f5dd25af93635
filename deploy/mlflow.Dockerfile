FROM python:3.12-slim
RUN pip install --no-cache-dir "mlflow[auth]>=3.17,<4" "psycopg2-binary>=2.9,<3" "boto3>=1.44,<2" \
    && useradd --system mlflow \
    && install --directory --owner=mlflow --mode=700 /var/lib/mlflow
USER mlflow
WORKDIR /var/lib/mlflow
