-- One product and one sale to play with, in a store that has none.
WITH product AS (
  INSERT INTO products (name, description, price_cents, list_price_cents, currency, image_url)
  SELECT 'iPhone 15 Pro Max', 'Natural Titanium, 256GB', 99900, 119900, 'USD', '/images/phone.svg'
  WHERE NOT EXISTS (SELECT FROM products)
  RETURNING id
)
INSERT INTO sales (product_id, mode, stock, remaining) SELECT id, 'LAB', 100, 100 FROM product
